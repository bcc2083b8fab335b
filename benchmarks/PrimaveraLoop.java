import java.io.BufferedReader;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Arrays;

import org.mpxj.ActivityType;
import org.mpxj.DayType;
import org.mpxj.Duration;
import org.mpxj.LocalTimeRange;
import org.mpxj.PercentCompleteType;
import org.mpxj.ProjectCalendar;
import org.mpxj.ProjectCalendarHours;
import org.mpxj.ProjectFile;
import org.mpxj.Relation;
import org.mpxj.RelationType;
import org.mpxj.RelationshipLagCalendar;
import org.mpxj.Task;
import org.mpxj.TimeUnit;
import org.mpxj.TotalSlackCalculationType;
import org.mpxj.cpm.PrimaveraScheduler;
import org.mpxj.reader.UniversalProjectReader;

/**
 * MPXJ's PrimaveraScheduler on a network of the benchmark, timed inside the JVM.
 *
 * Arguments: the network (lines "start", "cal", "task", "rel"), the file for the dates, how many runs after one warm-up,
 * and after how many seconds of runs to stop. Prints the nanoseconds of each run, the warm-up first, as "build schedule". A run makes the
 * ProjectFile anew. It has a thread of its own because the scheduler sorts by recursion, which a long chain would
 * overflow. With "file", a P6 export and the file for the dates as arguments, it reads, schedules and writes once.
 */
public class PrimaveraLoop
{
   public static void main(String[] args) throws Exception
   {
      Throwable[] failure = new Throwable[1];
      Thread thread = new Thread(null, () ->
      {
         try
         {
            if (args[0].equals("file"))
            {
               new PrimaveraLoop().file(Path.of(args[1]), Path.of(args[2]));
               return;
            }
            new PrimaveraLoop().measure(Path.of(args[0]), Path.of(args[1]), Integer.parseInt(args[2]), Double.parseDouble(args[3]));
         }
         catch (Throwable ex)
         {
            failure[0] = ex;
         }
      }, "schedule", 1L << 31);
      thread.start();
      thread.join();
      if (failure[0] != null)
      {
         System.err.println(failure[0]);
         System.exit(1);
      }
   }

   private String[][] m_lines;

   private void measure(Path source, Path result, int runs, double seconds) throws Exception
   {
      try (BufferedReader reader = Files.newBufferedReader(source))
      {
         m_lines = reader.lines().map(line -> line.split("\t")).toArray(String[][]::new);
      }

      Task[] tasks = null;
      long begin = System.nanoTime();
      for (int run = 0; run <= runs; run++)
      {
         if (run > 1 && System.nanoTime() - begin > seconds * 1e9)
         {
            break;
         }
         tasks = null;
         System.gc();
         long start = System.nanoTime();
         ProjectFile file = new ProjectFile();
         tasks = build(file);
         long middle = System.nanoTime();
         new PrimaveraScheduler().schedule(file, m_start);
         double floats = 0;
         for (Task task : tasks)
         {
            // Both are computed when they are asked for.
            floats += task.getTotalSlack().getDuration() + task.getFreeSlack().getDuration();
         }
         long end = System.nanoTime();
         System.out.println((middle - start) + " " + (end - middle) + " " + floats);
      }

      try (PrintWriter writer = new PrintWriter(Files.newBufferedWriter(result)))
      {
         for (Task task : tasks)
         {
            writer.println(minutes(task.getEarlyStart()) + " " + minutes(task.getEarlyFinish()) + " " + minutes(task.getLateStart()) + " " + minutes(task.getLateFinish()) + " " + minutes(task.getTotalSlack()) + " " + minutes(task.getFreeSlack()));
         }
      }
   }

   private void file(Path source, Path result) throws Exception
   {
      ProjectFile file = new UniversalProjectReader().read(source.toFile());
      new PrimaveraScheduler().schedule(file, file.getProjectProperties().getPlannedStart());
      try (PrintWriter writer = new PrintWriter(Files.newBufferedWriter(result)))
      {
         writer.println("id,early_start,early_finish,late_start,late_finish");
         for (Task task : file.getTasks())
         {
            if (task.getActivityID() != null && task.getEarlyStart() != null && !task.getSummary())
            {
               writer.println(task.getActivityID() + "," + task.getEarlyStart() + "," + task.getEarlyFinish() + "," + task.getLateStart() + "," + task.getLateFinish());
            }
         }
      }
   }

   private Task[] build(ProjectFile file)
   {
      file.getProjectProperties().setRelationshipLagCalendar(RelationshipLagCalendar.PREDECESSOR);
      file.getProjectProperties().setTotalSlackCalculationType(TotalSlackCalculationType.FINISH_SLACK);
      ProjectCalendar[] calendars = new ProjectCalendar[16];
      int calendarCount = 0;
      int taskCount = 0;
      Task[] tasks = new Task[m_lines.length];

      for (String[] line : m_lines)
      {
         switch (line[0])
         {
            case "start":
            {
               m_start = LocalDateTime.parse(line[1]);
               break;
            }

            case "cal":
            {
               ProjectCalendar calendar = calendar(file, line);
               calendars[calendarCount++] = calendar;
               break;
            }

            case "task":
            {
               Duration duration = Duration.getInstance(Integer.parseInt(line[2]), TimeUnit.MINUTES);
               Task task = file.addTask();
               task.setName(line[1]);
               task.setCalendar(calendars[Integer.parseInt(line[3])]);
               task.setActivityType(ActivityType.TASK_DEPENDENT);
               task.setPercentCompleteType(PercentCompleteType.DURATION);
               task.setDuration(duration);
               task.setPlannedDuration(duration);
               task.setRemainingDuration(duration);
               task.setActualDuration(Duration.getInstance(0, TimeUnit.MINUTES));
               task.setPercentageComplete(0);
               tasks[taskCount++] = task;
               break;
            }

            case "rel":
            {
               tasks[Integer.parseInt(line[2])].addPredecessor(new Relation.Builder().predecessorTask(tasks[Integer.parseInt(line[1])]).type(type(line[3])).lag(Duration.getInstance(Integer.parseInt(line[4]), TimeUnit.MINUTES)));
               break;
            }

            default:
            {
               throw new IllegalArgumentException(line[0]);
            }
         }
      }
      return Arrays.copyOf(tasks, taskCount);
   }

   /** A line "cal name weekdays hours daysOff": "01234", "480-720,780-1020", "2016-05-01..2016-05-03,...". */
   private ProjectCalendar calendar(ProjectFile file, String[] line)
   {
      ProjectCalendar calendar = file.addCalendar();
      calendar.setName(line[1]);
      for (DayOfWeek day : DayOfWeek.values())
      {
         boolean working = line[2].indexOf('0' + day.getValue() - 1) != -1;
         calendar.setCalendarDayType(day, working ? DayType.WORKING : DayType.NON_WORKING);
         ProjectCalendarHours hours = calendar.addCalendarHours(day);
         if (working)
         {
            for (String range : line[3].split(","))
            {
               String[] ends = range.split("-");
               hours.add(new LocalTimeRange(time(ends[0]), time(ends[1])));
            }
         }
      }
      if (file.getDefaultCalendar() == null)
      {
         file.setDefaultCalendar(calendar);
      }
      if (line.length > 4 && !line[4].isEmpty())
      {
         for (String range : line[4].split(","))
         {
            String[] ends = range.split("\\.\\.");
            calendar.addCalendarException(LocalDate.parse(ends[0]), LocalDate.parse(ends[1]));
         }
      }
      return calendar;
   }

   private LocalTime time(String minutes)
   {
      int value = Integer.parseInt(minutes) % 1440;
      return LocalTime.of(value / 60, value % 60);
   }

   private RelationType type(String name)
   {
      switch (name)
      {
         case "FS":
            return RelationType.FINISH_START;
         case "SS":
            return RelationType.START_START;
         case "FF":
            return RelationType.FINISH_FINISH;
         default:
            return RelationType.START_FINISH;
      }
   }

   private long minutes(LocalDateTime instant)
   {
      return instant.toEpochSecond(ZoneOffset.UTC) / 60;
   }

   private long minutes(Duration duration)
   {
      return Math.round(duration.getUnits() == TimeUnit.HOURS ? duration.getDuration() * 60 : duration.getUnits() == TimeUnit.MINUTES ? duration.getDuration() : Double.NaN);
   }

   private LocalDateTime m_start;
}
