package org.spillway.catalog.s3;

import java.util.List;

/**
 * Part of a bucket's listing.
 *
 * @param next the token for the page after this one; "" if this is the last page
 */
record S3Page(List<String> keys, String next) {
  S3Page {
    keys = List.copyOf(keys);
  }
}
