package org.spillway.catalog.s3;

import java.util.List;

/**
 * Part of a bucket's listing.
 *
 * @param next what asks for the page after this one; "" if it is the last
 */
record S3Page(List<String> keys, String next) {
  S3Page {
    keys = List.copyOf(keys);
  }
}
