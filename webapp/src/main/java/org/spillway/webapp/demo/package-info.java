/** Shows everything at once: a folder that is served, and clients that download from it. */
@NullMarked
package org.spillway.webapp.demo;

import org.jspecify.annotations.NullMarked;
