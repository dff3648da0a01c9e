/**
 * Makes the native helper known to browsers: writes, for the person who runs it, the manifest of
 * the native messaging host and the script that the browser starts. {@link
 * org.spillway.client.install.HelperInstallation} is the face.
 */
@NullMarked
package org.spillway.client.install;

import org.jspecify.annotations.NullMarked;
