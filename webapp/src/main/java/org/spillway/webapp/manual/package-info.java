/** Manual pages of the commands. */
@NullMarked
package org.spillway.webapp.manual;

import org.jspecify.annotations.NullMarked;
