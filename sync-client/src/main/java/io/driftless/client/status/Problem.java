package io.driftless.client.status;

/**
 * Something that waits, and why.
 *
 * @param path relative to the root, with '/'; empty for the root itself or the device
 * @param code stable, for programs
 * @param words for people: what is the matter and what to do
 */
public record Problem(String path, String code, String words) {}
