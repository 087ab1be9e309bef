package dev.semaphore.spring.event;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;

@Name("dev.semaphore.Wait")
@Label("Semaphore Wait")
@Description("A request waited and got its permits.")
final class WaitFlightEvent extends FlightEvent {

}
