package dev.semaphore.spring.event;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;

@Name("dev.semaphore.LongHold")
@Label("Semaphore Long Hold")
@Description("Permits came back that were held for a second or longer.")
final class LongHoldFlightEvent extends FlightEvent {

}
