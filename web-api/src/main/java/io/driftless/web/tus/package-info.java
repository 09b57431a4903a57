/**
 * Uploads that go on after an interruption, by the tus protocol 1.0 (https://tus.io). The library
 * keeps what has arrived in a folder; a whole file becomes a commit as by a single PUT.
 */
@NullMarked
package io.driftless.web.tus;

import org.jspecify.annotations.NullMarked;
