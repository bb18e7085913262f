/* The colour profile of the output intent. */
#ifndef PEERPRESS_PDF_ICC_H
#define PEERPRESS_PDF_ICC_H

#include <glib.h>

/* An ICC profile (version 2.1, ICC.1:2001-04) of sRGB (IEC 61966-2-1), the caller's to free. */
GByteArray *icc_srgb(void);

#endif
