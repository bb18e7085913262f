/* Block containers. */
#ifndef PEERPRESS_LAYOUT_CONTAINER_H
#define PEERPRESS_LAYOUT_CONTAINER_H

#include "layout/master.h"

/* A row of viewports for the content of the container that `frame` is of, each with what the ones before it
 * have no room for. */
Row *container_repeat_new(const Queue *queue, Frame *frame);
/* Makes one of these and the box around it, without content, for the frame as it is measured for a block,
 * which then has no edges any more; gives the context of the content. */
Context container_repeat_measure(const Queue *queue, Frame *frame, Area *box, Area *viewport);

#endif
