import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.mpxj.ActivityType;
import org.mpxj.ConstraintType;
import org.mpxj.DayType;
import org.mpxj.Duration;
import org.mpxj.LocalTimeRange;
import org.mpxj.PercentCompleteType;
import org.mpxj.ProjectCalendar;
import org.mpxj.ProjectCalendarException;
import org.mpxj.ProjectCalendarHours;
import org.mpxj.ProjectFile;
import org.mpxj.Relation;
import org.mpxj.RelationType;
import org.mpxj.RelationshipLagCalendar;
import org.mpxj.Resource;
import org.mpxj.ResourceAssignment;
import org.mpxj.Task;
import org.mpxj.TimeUnit;
import org.mpxj.TotalSlackCalculationType;
import org.mpxj.cpm.MicrosoftScheduler;
import org.mpxj.cpm.MicrosoftSlackCalculator;
import org.mpxj.cpm.PrimaveraScheduler;
import org.mpxj.cpm.PrimaveraSlackCalculator;
import org.mpxj.cpm.Scheduler;

/**
 * Schedules networks that arrive on standard input and writes their dates, with MPXJ as a black box.
 *
 * One word list a line, separated by blanks; instants are minutes since 1970-01-01T00:00, amounts are minutes of work,
 * "-" is nothing. Ranges of hours are "480-720,780-1020" in minutes of the day.
 *
 *   N id p6|msp start dataDate mustFinishBy lagCalendar totalFloat projectCalendar
 *   C id monday .. sunday                                  ranges of each weekday
 *   X calendar firstDay lastDay ranges                     days since 1970-01-01, both ends included
 *   T id kind calendar duration remaining actualDuration started finished suspended resumed alap deadline
 *   K task 1|2|early|late|expected CONSTRAINT_TYPE instant
 *   A task calendar duration remaining                     one assignment of a resource-dependent task
 *   R predecessor successor FS|SS|FF|SF lag
 *   E                                                      schedule and answer
 *
 * The answer is a line "D network task ES EF LS LF totalFloat freeFloat longest projectFinish", one a task, or "F network message".
 */
public final class Oracle
{
   private static final LocalDateTime EPOCH = LocalDateTime.of(1970, 1, 1, 0, 0);
   private static final Map<String, RelationType> TYPES = Map.of(
      "FS", RelationType.FINISH_START, "SS", RelationType.START_START,
      "FF", RelationType.FINISH_FINISH, "SF", RelationType.START_FINISH);

   private final PrintWriter m_out;
   private ProjectFile m_file;
   private String[] m_head;
   private Map<String, ProjectCalendar> m_calendars;
   private Map<String, Task> m_tasks;
   private List<String> m_order;

   private Oracle(PrintWriter out)
   {
      m_out = out;
   }

   public static void main(String[] args) throws Exception
   {
      BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      PrintWriter out = new PrintWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8));
      Oracle oracle = new Oracle(out);
      for (String line = in.readLine(); line != null; line = in.readLine())
      {
         if (!line.isEmpty())
         {
            oracle.read(line.split(" "));
         }
      }
      out.flush();
      System.exit(0);
   }

   private void read(String[] word)
   {
      switch (word[0])
      {
         case "N": begin(word); break;
         case "C": calendar(word); break;
         case "X": exception(word); break;
         case "T": task(word); break;
         case "K": constraint(word); break;
         case "A": assignment(word); break;
         case "R": relation(word); break;
         case "E": answer(); break;
         default: throw new IllegalArgumentException(word[0]);
      }
   }

   private void begin(String[] word)
   {
      m_file = new ProjectFile();
      m_head = word;
      m_calendars = new HashMap<>();
      m_tasks = new HashMap<>();
      m_order = new ArrayList<>();
      m_file.getProjectProperties().setStartDate(date(word[3]));
      m_file.getProjectProperties().setStatusDate(date(word[4]));
      m_file.getProjectProperties().setMustFinishBy(date(word[5]));
      m_file.getProjectProperties().setRelationshipLagCalendar(RelationshipLagCalendar.valueOf(word[6]));
      m_file.getProjectProperties().setTotalSlackCalculationType(TotalSlackCalculationType.valueOf(word[7]));
      m_file.getProjectProperties().setMinutesPerDay(Integer.valueOf(480));
      m_file.getProjectProperties().setMinutesPerWeek(Integer.valueOf(2400));
      m_file.getProjectConfig().setSlackClaculator(
         word[2].equals("msp") ? new MicrosoftSlackCalculator() : new PrimaveraSlackCalculator(m_file));
   }

   private void calendar(String[] word)
   {
      ProjectCalendar calendar = m_file.addCalendar();
      calendar.setName(word[1]);
      for (int day = 1; day <= 7; day++)
      {
         DayOfWeek weekday = DayOfWeek.of(day);
         boolean working = !word[day + 1].equals("-");
         calendar.setCalendarDayType(weekday, working ? DayType.WORKING : DayType.NON_WORKING);
         fill(calendar.addCalendarHours(weekday), word[day + 1]);
      }
      m_calendars.put(word[1], calendar);
      if (word[1].equals(m_head[8]))
      {
         m_file.setDefaultCalendar(calendar);
      }
   }

   private void exception(String[] word)
   {
      LocalDate first = LocalDate.ofEpochDay(Long.parseLong(word[2]));
      LocalDate last = LocalDate.ofEpochDay(Long.parseLong(word[3]));
      ProjectCalendarException exception = m_calendars.get(word[1]).addCalendarException(first, last);
      fill(exception, word[4]);
   }

   private static void fill(ProjectCalendarHours hours, String ranges)
   {
      if (ranges.equals("-"))
      {
         return;
      }
      for (String range : ranges.split(","))
      {
         String[] edge = range.split("-");
         hours.add(new LocalTimeRange(time(edge[0]), time(edge[1])));
      }
   }

   private void task(String[] word)
   {
      Task task = m_file.addTask();
      task.setName(word[1]);
      boolean milestone = word[2].endsWith("MILESTONE");
      task.setActivityType(ActivityType.valueOf(word[2]));
      task.setMilestone(milestone);
      task.setCalendar(m_calendars.get(word[3]));
      task.setPercentCompleteType(PercentCompleteType.PHYSICAL);
      task.setConstraintType(word[11].equals("1") ? ConstraintType.AS_LATE_AS_POSSIBLE : ConstraintType.AS_SOON_AS_POSSIBLE);
      task.setPlannedDuration(work(word[4]));
      task.setDuration(work(word[4]));
      task.setRemainingDuration(work(word[5]));
      task.setActualDuration(work("0"));
      task.setActualStart(date(word[7]));
      task.setActualFinish(date(word[8]));
      task.setPercentageComplete(Double.valueOf(word[8].equals("-") ? 0 : 100));
      if (!word[7].equals("-"))
      {
         Duration done = word[6].equals("-") ? worked(task) : work(word[6]);
         task.setActualDuration(done);
         task.setDuration(Duration.getInstance(done.getDuration() + task.getRemainingDuration().getDuration(), TimeUnit.HOURS));
      }
      task.setSuspendDate(date(word[9]));
      task.setResume(date(word[10]));
      task.setDeadline(date(word[12]));
      m_tasks.put(word[1], task);
      m_order.add(word[1]);
   }

   /** The work from the actual start to the data date, or to the actual finish. */
   private Duration worked(Task task)
   {
      LocalDateTime end = task.getActualFinish() == null ? date(m_head[4]) : task.getActualFinish();
      if (end == null || !end.isAfter(task.getActualStart()))
      {
         return work("0");
      }
      return task.getCalendar().getWork(task.getActualStart(), end, TimeUnit.HOURS);
   }

   private void constraint(String[] word)
   {
      Task task = m_tasks.get(word[1]);
      LocalDateTime instant = date(word[4]);
      switch (word[2])
      {
         case "1":
            task.setConstraintType(ConstraintType.valueOf(word[3]));
            task.setConstraintDate(instant);
            break;
         case "2":
            task.setSecondaryConstraintType(ConstraintType.valueOf(word[3]));
            task.setSecondaryConstraintDate(instant);
            break;
         case "early": task.setExternalEarlyStart(instant); break;
         case "late": task.setExternalLateFinish(instant); break;
         default: task.setExpectedFinish(instant); break;
      }
   }

   private void assignment(String[] word)
   {
      Task task = m_tasks.get(word[1]);
      Resource resource = m_file.addResource();
      resource.setCalendar(m_calendars.get(word[2]));
      ResourceAssignment assignment = task.addResourceAssignment(resource);
      Duration all = work(word[3]);
      Duration left = work(word[4]);
      assignment.setUnits(Double.valueOf(100));
      assignment.setRemainingUnits(Double.valueOf(100));
      assignment.setWork(all);
      assignment.setRemainingWork(left);
      assignment.setActualWork(Duration.getInstance(all.getDuration() - left.getDuration(), TimeUnit.HOURS));
      task.setActivityType(ActivityType.RESOURCE_DEPENDENT);
   }

   private void relation(String[] word)
   {
      m_tasks.get(word[2]).addPredecessor(new Relation.Builder()
         .predecessorTask(m_tasks.get(word[1])).type(TYPES.get(word[3])).lag(work(word[4])));
   }

   /** Schedules within ten seconds: MPXJ searches for ever where one of its dates runs to the end of time. */
   private void schedule() throws Exception
   {
      Scheduler scheduler = m_head[2].equals("msp") ? new MicrosoftScheduler() : new PrimaveraScheduler();
      Throwable[] failure = new Throwable[1];
      Thread thread = new Thread(null, () -> {
         try
         {
            scheduler.schedule(m_file, date(m_head[3]));
         }
         catch (Throwable thrown)
         {
            failure[0] = thrown;
         }
      }, m_head[1], 64L << 20);
      thread.setDaemon(true);
      thread.start();
      thread.join(10_000);
      if (thread.isAlive())
      {
         throw new IllegalStateException("no answer within 10 seconds");
      }
      if (failure[0] != null)
      {
         throw new IllegalStateException(failure[0]);
      }
   }

   private void answer()
   {
      try
      {
         schedule();
         StringBuilder lines = new StringBuilder();
         LocalDateTime finish = m_file.getProjectProperties().getScheduledFinish();
         for (String name : m_order)
         {
            Task task = m_tasks.get(name);
            lines.append("D ").append(m_head[1]).append(' ').append(name)
               .append(' ').append(instant(task.getEarlyStart(), task.getRemainingEarlyStart(), task))
               .append(' ').append(instant(task.getEarlyFinish(), task.getRemainingEarlyFinish(), task))
               .append(' ').append(instant(task.getLateStart(), null, task))
               .append(' ').append(instant(task.getLateFinish(), null, task))
               .append(' ').append(minutes(task.getTotalSlack()))
               .append(' ').append(minutes(task.getFreeSlack()))
               .append(' ').append(task.getLongestPath() ? '1' : '0')
               .append(' ').append(finish == null ? "-" : Long.toString(ChronoUnit.MINUTES.between(EPOCH, finish))).append('\n');
         }
         m_out.print(lines);
      }
      catch (Exception failure)
      {
         m_out.println("F " + m_head[1] + " " + String.valueOf(failure).replace('\n', ' '));
      }
   }

   /** The date of the remaining work where the task has begun and there is one, else the plain date. */
   private static String instant(LocalDateTime plain, LocalDateTime remaining, Task task)
   {
      LocalDateTime date = task.getActualStart() != null && remaining != null ? remaining : plain;
      return date == null ? "-" : Long.toString(ChronoUnit.MINUTES.between(EPOCH, date));
   }

   private String minutes(Duration duration)
   {
      return duration == null ? "-" : Long.toString(Math.round(duration.convertUnits(TimeUnit.MINUTES, m_file.getProjectProperties()).getDuration()));
   }

   private static LocalDateTime date(String word)
   {
      return word.equals("-") ? null : EPOCH.plusMinutes(Long.parseLong(word));
   }

   private static LocalTime time(String word)
   {
      int minute = Integer.parseInt(word) % 1440;
      return LocalTime.of(minute / 60, minute % 60);
   }

   private static Duration work(String word)
   {
      return Duration.getInstance(Double.parseDouble(word) / 60.0, TimeUnit.HOURS);
   }
}
