/* Delivers the events of Qt's loop itself, and tells what each cost its thread. Compiled by `event_clock.py`.
 *
 * Qt calls `on_event` before every event of every thread. Only those that the loop of the watched thread delivers are
 * told; what such an event sets off by the way goes on as if nobody watched. No header is needed.
 */

struct timespec { long seconds; long nanoseconds; };
enum { CLOCK_OF_THREAD = 3 }; /* CLOCK_THREAD_CPUTIME_ID of Linux */

int clock_gettime(int clock, struct timespec *now);
unsigned long pthread_self(void);

typedef _Bool (*Notify)(void *application, void *receiver, void *event);

static void *application;
static Notify notify;
static void (*begins)(void *receiver, void *event);
static void (*ended)(double seconds);
static unsigned long thread;
static _Bool is_within;

static double now(void)
{
    struct timespec spent;
    clock_gettime(CLOCK_OF_THREAD, &spent);
    return spent.seconds + spent.nanoseconds / 1e9;
}

void watch(void *watched, Notify deliver, void (*tell_begin)(void *, void *), void (*tell_end)(double))
{
    application = watched;
    notify = deliver;
    begins = tell_begin;
    ended = tell_end;
    thread = pthread_self();
}

/* data: receiver, event, and where the result belongs; whether the event was delivered here */
_Bool on_event(void **data)
{
    double begin;

    if (pthread_self() != thread || is_within)
        return 0;
    is_within = 1;
    begins(data[0], data[1]);
    begin = now();
    *(_Bool *)data[2] = notify(application, data[0], data[1]);
    ended(now() - begin);
    is_within = 0;
    return 1;
}
