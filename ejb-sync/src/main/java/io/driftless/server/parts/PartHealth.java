package io.driftless.server.parts;

/**
 * How a part of the server is.
 *
 * @param part its name: {@code database}, {@code blob store}, {@code broker}
 * @param up whether it answers
 * @param detail in words; why not, when it is down
 */
public record PartHealth(String part, boolean up, String detail) {}
