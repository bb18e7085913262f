/* Is this built with AddressSanitizer? Its shadow memory and its tracing need what a build of its own keeps from
 * the process. */
#ifndef PEERPRESS_BASE_SANITIZED_H
#define PEERPRESS_BASE_SANITIZED_H

#if defined(__has_feature) /* clang */
#if __has_feature(address_sanitizer)
#define SANITIZED
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) /* gcc */
#define SANITIZED
#endif

#endif
