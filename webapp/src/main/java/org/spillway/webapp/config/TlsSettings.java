package org.spillway.webapp.config;

import java.nio.file.Path;

/**
 * @param port 0 takes a free one
 * @param certificate a PEM file: the server's certificate, then those that vouch for it
 * @param key a PEM file: the private key, without a password; may be the same file
 */
public record TlsSettings(int port, Path certificate, Path key) {}
