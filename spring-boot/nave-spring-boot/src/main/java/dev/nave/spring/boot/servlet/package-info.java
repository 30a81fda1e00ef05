/** Serves hubs in the servlet container of an application. */
@NullMarked
package dev.nave.spring.boot.servlet;

import org.jspecify.annotations.NullMarked;
