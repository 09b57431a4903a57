/** The few pages for people: what this server is, and what a problem's type means. */
@NullMarked
package io.driftless.web.page;

import org.jspecify.annotations.NullMarked;
