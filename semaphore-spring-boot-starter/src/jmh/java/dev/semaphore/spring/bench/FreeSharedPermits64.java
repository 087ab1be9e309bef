package dev.semaphore.spring.bench;

import org.openjdk.jmh.annotations.Threads;

/**
 * 64 threads of one process that take permits that are free, and give them back.
 */
@Threads(64)
public class FreeSharedPermits64 extends FreeSharedPermits {

}
