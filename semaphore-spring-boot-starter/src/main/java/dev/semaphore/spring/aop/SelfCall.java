package dev.semaphore.spring.aop;

import java.lang.reflect.Method;

/**
 * A call of an object to itself.
 *
 * @param caller the name of the method that calls
 * @param method the method that is called
 */
record SelfCall(String caller, Method method) {

}
