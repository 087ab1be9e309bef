/**
 * Answers refused requests on servlets and Spring MVC.
 */
@NullMarked
package dev.semaphore.spring.web.servlet;

import org.jspecify.annotations.NullMarked;
