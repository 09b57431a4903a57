/**
 * The report that {@code driftless status} gives: its stable form, and the local socket through
 * which a running client hands it out. Programs rely on the form: fields are added, never changed.
 */
@NullMarked
package io.driftless.client.report;

import org.jspecify.annotations.NullMarked;
