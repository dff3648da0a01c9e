/** What a server has done, in the form that Prometheus reads. */
@NullMarked
package org.spillway.webapp.metrics;

import org.jspecify.annotations.NullMarked;
