/* The limit: forward pass, backward pass and floats over flat arrays, as plain as C allows.
 *
 * The rules are P6's for tasks that have not started: four types of relation, lags on a calendar of their own, total
 * float as finish float, free float on the predecessor's calendar. Tasks come in topological order; relations are
 * sorted by successor. A calendar is sorted working intervals with the work done before each, searched by bisection.
 * Instants and amounts are minutes.
 */
#include <stdint.h>

typedef int64_t i64;

typedef struct {
    i64 n;
    const i64 *starts, *ends, *before;
} table;

static inline i64 last_at_or_before(const i64 *a, i64 n, i64 x) {
    i64 low = 0, high = n;
    while (low < high) {
        i64 middle = (low + high) >> 1;
        if (a[middle] <= x) low = middle + 1; else high = middle;
    }
    return low - 1;
}

static inline i64 last_before(const i64 *a, i64 n, i64 x) {
    i64 low = 0, high = n;
    while (low < high) {
        i64 middle = (low + high) >> 1;
        if (a[middle] < x) low = middle + 1; else high = middle;
    }
    return low - 1;
}

static inline i64 work_at(const table *c, i64 t) {
    i64 k = last_at_or_before(c->starts, c->n, t);
    if (k < 0) return t - c->starts[0];
    if (t > c->ends[k] && k + 1 < c->n) t = c->ends[k];
    return c->before[k] + t - c->starts[k];
}

static inline i64 finish_at(const table *c, i64 w) {
    i64 k = last_before(c->before, c->n, w);
    if (k < 0) k = 0;
    return c->starts[k] + w - c->before[k];
}

static inline i64 start_at(const table *c, i64 w) {
    i64 k = last_at_or_before(c->before, c->n, w);
    if (k < 0) k = 0;
    return c->starts[k] + w - c->before[k];
}

static inline i64 add(const table *c, i64 t, i64 w) {
    if (w > 0) return finish_at(c, work_at(c, t) + w);
    if (w < 0) return start_at(c, work_at(c, t) + w);
    return t;
}

static inline i64 next_start(const table *c, i64 t) { return start_at(c, work_at(c, t)); }
static inline i64 previous_finish(const table *c, i64 t) { return finish_at(c, work_at(c, t)); }

/* types: 0 FS, 1 SS, 2 FF, 3 SF */
#define LEAVES_FINISH(type) ((type) == 0 || (type) == 2)
#define ENTERS_FINISH(type) ((type) >= 2)

static inline i64 bound(const table *c, i64 type, i64 lag, i64 start, i64 finish) {
    if (LEAVES_FINISH(type)) return lag ? add(c, finish, lag) : finish;
    return lag ? add(c, start, lag) : next_start(c, start);
}

i64 schedule(i64 n, i64 calendars, const i64 *first, const i64 *starts, const i64 *ends, const i64 *before, i64 floor,
             const i64 *calendar, const i64 *duration, const i64 *incoming, const i64 *pred, const i64 *succ,
             const i64 *type, const i64 *lag, const i64 *lag_calendar, const i64 *outgoing_first, const i64 *outgoing,
             i64 *es, i64 *ef, i64 *ls, i64 *lf, i64 *tf, i64 *ff) {
    table tables[16];
    for (i64 c = 0; c < calendars; c++) {
        i64 at = first[c];
        tables[c] = (table){first[c + 1] - at, starts + at, ends + at, before + at};
    }
    i64 finish = floor;
    for (i64 task = 0; task < n; task++) {
        const table *own = &tables[calendar[task]];
        i64 latest = floor;
        for (i64 r = incoming[task]; r < incoming[task + 1]; r++) {
            i64 p = pred[r], at = bound(&tables[lag_calendar[r]], type[r], lag[r], es[p], ef[p]);
            if (ENTERS_FINISH(type[r])) at = add(own, at, -duration[task]);
            if (at > latest) latest = at;
        }
        es[task] = next_start(own, latest);
        ef[task] = add(own, es[task], duration[task]);
        if (ef[task] > finish) finish = ef[task];
    }
    for (i64 task = n - 1; task >= 0; task--) {
        const table *own = &tables[calendar[task]];
        i64 earliest = finish, least = INT64_MAX;
        for (i64 k = outgoing_first[task]; k < outgoing_first[task + 1]; k++) {
            i64 r = outgoing[k], s = succ[r];
            const table *c = &tables[lag_calendar[r]];
            i64 at = ENTERS_FINISH(type[r]) ? lf[s] : ls[s];
            if (lag[r]) at = add(c, at, -lag[r]);
            if (!LEAVES_FINISH(type[r])) at = add(own, next_start(own, at), duration[task]);
            if (at < earliest) earliest = at;
            i64 asked = bound(c, type[r], lag[r], es[task], ef[task]);
            i64 got = ENTERS_FINISH(type[r]) ? ef[s] : es[s];
            i64 spare = work_at(own, got) - work_at(own, asked);
            if (spare < least) least = spare;
        }
        lf[task] = previous_finish(own, earliest);
        ls[task] = next_start(own, add(own, lf[task], -duration[task]));
        i64 done = work_at(own, ef[task]);
        tf[task] = work_at(own, lf[task]) - done;
        if (least == INT64_MAX) least = work_at(own, finish) - done;
        ff[task] = least > 0 ? least : 0;
    }
    return finish;
}
