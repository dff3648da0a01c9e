package org.spillway.webapp.config;

import java.nio.file.Path;

/**
 * The settings of HTTPS.
 *
 * @param port the TCP port; 0 takes a free one
 * @param certificate a PEM file with the certificate chain, the server's own certificate first
 * @param key a PEM file with the private key, without a password; it may be the same file
 */
public record TlsSettings(int port, Path certificate, Path key) {}
