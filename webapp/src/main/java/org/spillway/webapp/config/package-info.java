/** The configuration: its keys, the sources of their values, and the settings of each module. */
@NullMarked
package org.spillway.webapp.config;

import org.jspecify.annotations.NullMarked;
