package org.spillway.dns;

/** Says how a query was received, and so how its answer is sent. */
enum Transport {
  UDP,
  TCP,
  HTTPS
}
