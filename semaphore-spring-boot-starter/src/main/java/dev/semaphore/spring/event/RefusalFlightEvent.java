package dev.semaphore.spring.event;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import org.jspecify.annotations.Nullable;

@Name("dev.semaphore.Refusal")
@Label("Semaphore Refusal")
@Description("A request was refused.")
final class RefusalFlightEvent extends FlightEvent {

	@Label("Reason")
	@Nullable String reason;

}
