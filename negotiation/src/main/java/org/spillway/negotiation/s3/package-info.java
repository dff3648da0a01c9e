/** What S3 clients ask for: buckets, listings of objects, and errors in the form that they read. */
@NullMarked
package org.spillway.negotiation.s3;

import org.jspecify.annotations.NullMarked;
