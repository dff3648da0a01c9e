/**
 * A bucket as a source of content, at any service that speaks S3. Objects are read in pieces, which
 * are kept on the disk up to a limit.
 */
@NullMarked
package org.spillway.catalog.s3;

import org.jspecify.annotations.NullMarked;
