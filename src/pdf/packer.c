#include "pdf/packer.h"
#include "base/thread.h"

/* So many streams, and about so many bytes of them, are on their way at most. */
enum { LIMIT = 32, BYTES = 1 << 20 };

/* To wake the thread takes longer than so many streams wait for each other, if they are not large. */
enum { AT_ONCE = 4, LARGE = 1 << 15 };

typedef struct {
  int number;
  char *entries;
  bool pack, packed; /* whether it is to be compressed, and all is done that is to be done */
  GByteArray *bytes;
} Job;

struct Packer {
  Deflater *deflater, *own; /* the caller's, and the thread's */
  PackSink *sink;
  void *context;
  bool started, threaded;
  pthread_t thread;
  Job jobs[LIMIT];       /* number n at n % LIMIT */
  size_t lengths[LIMIT]; /* of each, when it came */
  int given;             /* how many have come back */
  size_t pending;        /* the lengths of those that have not */
  pthread_mutex_t lock;  /* for what follows */
  pthread_cond_t came, done;
  int pushed, taken; /* how many have come, and of how many of these work has begun */
  bool ended;
};

static void pack(Deflater *deflater, Job *job) {
  GByteArray *packed = g_byte_array_new();
  deflater_compress(deflater, job->bytes->data, job->bytes->len, packed);
  g_byte_array_unref(job->bytes);
  job->bytes = packed;
}

/* Takes the next stream. The lock is held before and after. */
static void take(Packer *packer, Deflater *deflater) {
  Job *job = &packer->jobs[packer->taken++ % LIMIT];
  pthread_mutex_unlock(&packer->lock);
  if (job->pack)
    pack(deflater, job);
  pthread_mutex_lock(&packer->lock);
  job->packed = true;
}

/* Who waits for the rest takes it itself. */
static bool has_enough(const Packer *packer) {
  return packer->ended || packer->pushed - packer->taken >= AT_ONCE ||
         (packer->pushed > packer->taken && packer->lengths[(packer->pushed - 1) % LIMIT] > LARGE);
}

static void *work(void *context) {
  Packer *packer = context;
  pthread_mutex_lock(&packer->lock);
  for (;;) {
    if (packer->taken == packer->pushed)
      while (!has_enough(packer))
        pthread_cond_wait(&packer->came, &packer->lock);
    if (packer->ended)
      break;
    take(packer, packer->own);
    pthread_cond_signal(&packer->done);
  }
  pthread_mutex_unlock(&packer->lock);
  return NULL;
}

Packer *packer_new(Deflater *deflater, PackSink *sink, void *context) {
  Packer *packer = g_new(Packer, 1);
  *packer = (Packer){.deflater = deflater, .sink = sink, .context = context};
  pthread_mutex_init(&packer->lock, NULL);
  pthread_cond_init(&packer->came, NULL);
  pthread_cond_init(&packer->done, NULL);
  return packer;
}

static void start(Packer *packer) {
  packer->started = true;
  if (!threads_wanted())
    return;
  packer->own = deflater_new();
  packer->threaded = thread_start(&packer->thread, 0, work, packer);
}

static void job_clear(Job *job) {
  g_free(job->entries);
  g_byte_array_unref(job->bytes);
}

void packer_free(Packer *packer) {
  if (!packer)
    return;
  if (packer->threaded) {
    pthread_mutex_lock(&packer->lock);
    packer->ended = true;
    pthread_cond_signal(&packer->came);
    pthread_mutex_unlock(&packer->lock);
    pthread_join(packer->thread, NULL);
  }
  for (; packer->given < packer->pushed; packer->given++)
    job_clear(&packer->jobs[packer->given % LIMIT]);
  if (packer->own)
    deflater_free(packer->own);
  pthread_cond_destroy(&packer->done);
  pthread_cond_destroy(&packer->came);
  pthread_mutex_destroy(&packer->lock);
  g_free(packer);
}

/* Is the next one that is to come back ready? With `wait`, when it is: who waits takes streams, too. */
static bool is_ready(Packer *packer, bool wait) {
  const Job *job = &packer->jobs[packer->given % LIMIT];
  pthread_mutex_lock(&packer->lock);
  while (wait && !job->packed) {
    if (packer->taken < packer->pushed)
      take(packer, packer->deflater);
    else
      pthread_cond_wait(&packer->done, &packer->lock);
  }
  const bool ready = job->packed;
  pthread_mutex_unlock(&packer->lock);
  return ready;
}

static void give_back(Packer *packer) {
  packer->pending -= packer->lengths[packer->given % LIMIT];
  Job *job = &packer->jobs[packer->given++ % LIMIT];
  packer->sink(packer->context, job->number, job->entries, job->pack, job->bytes->data,
               job->bytes->len);
  job_clear(job);
}

static bool is_full(const Packer *packer) {
  return packer->pushed - packer->given == LIMIT || packer->pending > BYTES;
}

void packer_add(Packer *packer, int number, const char *entries, bool pack_it, const void *bytes,
                size_t length) {
  if (!packer->started)
    start(packer);
  while (packer->given < packer->pushed && is_ready(packer, is_full(packer)))
    give_back(packer);
  packer->lengths[packer->pushed % LIMIT] = length;
  packer->pending += length;
  Job job = {.number = number,
             .entries = g_strdup(entries),
             .pack = pack_it,
             .packed = !packer->threaded,
             .bytes = g_byte_array_sized_new((guint)length)};
  g_byte_array_append(job.bytes, bytes, (guint)length);
  if (!packer->threaded && pack_it)
    pack(packer->deflater, &job);
  pthread_mutex_lock(&packer->lock);
  packer->jobs[packer->pushed++ % LIMIT] = job;
  packer->taken += !packer->threaded;
  if (has_enough(packer))
    pthread_cond_signal(&packer->came);
  pthread_mutex_unlock(&packer->lock);
  if (!packer->threaded)
    give_back(packer);
}

void packer_flush(Packer *packer) {
  while (packer->given < packer->pushed && is_ready(packer, true))
    give_back(packer);
}
