/** The configuration: its keys, where their values come from, and the settings of each module. */
@NullMarked
package org.spillway.webapp.config;

import org.jspecify.annotations.NullMarked;
