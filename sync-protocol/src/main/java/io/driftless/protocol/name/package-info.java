/**
 * Rules of names: which are legal, which two another platform can't tell apart or can't hold, what
 * a conflicted copy is called. Pure functions over strings; no file system is asked.
 */
@NullMarked
package io.driftless.protocol.name;

import org.jspecify.annotations.NullMarked;
