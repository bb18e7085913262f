#include "pagequeue.h"

#include "base/thread.h"

/* So many pages at most are on their way: enough for those that cost much and those that cost little to
 * follow each other; but few before it began, when what it begins with takes memory. */
enum { LIMIT = 16, FIRST_LIMIT = 6 };

/* To wake a thread takes longer than a page waits for some others, but for those of a short document. */
enum { AT_ONCE = 4, SHORT = 12 };

/* A page's containers are painted by recursion, as they are laid out (main.c); what is not touched of it
 * costs nothing. */
#define STACK_SIZE ((size_t)96 << 20)

/* pthread's own locks and not GLib's, so that tools which look for races know them. */
struct PageQueue {
  PageQueueBegin *begin;
  PageSink *sink;
  void *context;
  pthread_t thread;
  bool threaded;
  pthread_mutex_t lock;      /* for what follows */
  pthread_cond_t came, went; /* a page, or the end; a page */
  const Page *pages[LIMIT];  /* number n at n % LIMIT */
  int pushed, done;
  bool hurry; /* somebody waits for what is queued */
  bool begun, ended;
};

static bool has_enough(const PageQueue *queue) {
  const int queued = queue->pushed - queue->done;
  return queue->ended || queued >= AT_ONCE ||
         (queued > 0 && (queue->hurry || queue->pushed <= SHORT));
}

static void *work(void *context) {
  PageQueue *queue = context;
  queue->begin(queue->context);
  pthread_mutex_lock(&queue->lock);
  queue->begun = true;
  pthread_cond_signal(&queue->went);
  for (;;) {
    if (queue->done == queue->pushed)
      while (!has_enough(queue))
        pthread_cond_wait(&queue->came, &queue->lock);
    if (queue->done == queue->pushed)
      break;
    const Page *page = queue->pages[queue->done % LIMIT];
    pthread_mutex_unlock(&queue->lock);
    queue->sink(page, queue->context);
    pthread_mutex_lock(&queue->lock);
    queue->done++;
    pthread_cond_signal(&queue->went);
  }
  pthread_mutex_unlock(&queue->lock);
  return NULL;
}

PageQueue *page_queue_new(PageQueueBegin *begin, PageSink *sink, void *context) {
  PageQueue *queue = g_new(PageQueue, 1);
  *queue = (PageQueue){.begin = begin, .sink = sink, .context = context};
  pthread_mutex_init(&queue->lock, NULL);
  pthread_cond_init(&queue->came, NULL);
  pthread_cond_init(&queue->went, NULL);
  queue->threaded = threads_wanted() && thread_start(&queue->thread, STACK_SIZE, work, queue);
  if (!queue->threaded) {
    begin(context);
    queue->begun = true;
  }
  return queue;
}

void page_queue_free(PageQueue *queue) {
  if (!queue)
    return;
  if (queue->threaded) {
    pthread_mutex_lock(&queue->lock);
    queue->ended = true;
    pthread_cond_signal(&queue->came);
    pthread_mutex_unlock(&queue->lock);
    pthread_join(queue->thread, NULL);
  }
  pthread_cond_destroy(&queue->went);
  pthread_cond_destroy(&queue->came);
  pthread_mutex_destroy(&queue->lock);
  g_free(queue);
}

void page_queue_push(PageQueue *queue, const Page *page) {
  if (!queue->threaded) {
    queue->sink(page, queue->context);
    queue->pushed = ++queue->done;
    return;
  }
  pthread_mutex_lock(&queue->lock);
  while (queue->pushed - queue->done >= (queue->begun ? LIMIT : FIRST_LIMIT))
    pthread_cond_wait(&queue->went, &queue->lock);
  queue->pages[queue->pushed++ % LIMIT] = page;
  if (has_enough(queue))
    pthread_cond_signal(&queue->came);
  pthread_mutex_unlock(&queue->lock);
}

int page_queue_done(PageQueue *queue) {
  pthread_mutex_lock(&queue->lock);
  const int done = queue->done;
  pthread_mutex_unlock(&queue->lock);
  return done;
}

void page_queue_wait(PageQueue *queue) {
  pthread_mutex_lock(&queue->lock);
  queue->hurry = true;
  pthread_cond_signal(&queue->came);
  while (!queue->begun || queue->done < queue->pushed)
    pthread_cond_wait(&queue->went, &queue->lock);
  queue->hurry = false;
  pthread_mutex_unlock(&queue->lock);
}
