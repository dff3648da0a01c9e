/** Folders, as pages for people and as JSON for programs. */
@NullMarked
package org.spillway.negotiation.folders;

import org.jspecify.annotations.NullMarked;
