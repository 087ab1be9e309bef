package dev.semaphore.cookbook;

import dev.semaphore.CountingSemaphore;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

@Component
class Gate {

	private final CountingSemaphore requests;

	Gate(@Qualifier("requests") CountingSemaphore requests) {
		this.requests = requests;
	}

	@EventListener(ApplicationReadyEvent.class)
	void open() {
		this.requests.release(8);
	}

}
