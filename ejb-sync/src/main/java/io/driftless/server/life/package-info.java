/**
 * The life of chunks and packs, as a pure rule: what a cleanup may do with what it finds. Knows
 * neither database nor clock; the jobs ask it under the workspace's lock.
 */
@NullMarked
package io.driftless.server.life;

import org.jspecify.annotations.NullMarked;
