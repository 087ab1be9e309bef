package dev.semaphore.spring.event;

import jdk.jfr.Category;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/**
 * What all events of the Flight Recorder have in common. They are told when they are
 * over, so each says itself how long it took.
 */
@Category("Semaphore")
abstract class FlightEvent extends Event {

	@Label("Semaphore")
	@Nullable String semaphore;

	@Label("Caller")
	@Nullable String caller;

	@Label("Time")
	@Timespan
	long time;

}
