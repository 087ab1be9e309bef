package dev.semaphore.cookbook;

import dev.semaphore.spring.annotation.Permits;

import org.springframework.stereotype.Service;

@Service
class Philosophers {

	@Permits("fork-1")
	@Permits("fork-2")
	public void first(Runnable meal) {
		meal.run();
	}

	@Permits("fork-2")
	@Permits("fork-1")
	public void second(Runnable meal) {
		meal.run();
	}

}
