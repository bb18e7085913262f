/* Web page: where what it needs besides its words is: in the page itself, or in files beside it. */
#ifndef PEERPRESS_WEBPAGE_H
#define PEERPRESS_WEBPAGE_H

#include "layout/image.h"

typedef struct {
  Diagnostics *diagnostics;
  ImageStore *images;
  const char *source; /* the document's file name: relative addresses are resolved against it */
  const char *output; /* the page's */
  /* A folder relative to the page's, which is made if need be; NULL: the pictures go into the page, as
   * its style sheet is already. */
  const char *assets;
  GPtrArray *made; /* receives the files and folders that were not there before, owned by it */
} WebPage;

/* Puts the pictures of the page (img with an address of a file) into it, or the pictures and the style
 * sheet into files that are called by what they hold, and corrects the addresses. A picture that cannot
 * be had keeps its address: reported, with the place that its stamp tells (transform/trace.h). Stamps
 * are removed. False if a file cannot be written: reported. */
bool webpage_complete(xmlDoc *page, const WebPage *options);

/* Removes what was made, of a page that is not published. */
void webpage_withdraw(const WebPage *options);

#endif
