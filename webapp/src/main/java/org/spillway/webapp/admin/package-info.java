/** The HTTP server for operators: metrics and health. */
@NullMarked
package org.spillway.webapp.admin;

import org.jspecify.annotations.NullMarked;
