package org.spillway.dns;

/** How a query came, and so how its answer goes. */
enum Transport {
  UDP,
  TCP,
  HTTPS
}
