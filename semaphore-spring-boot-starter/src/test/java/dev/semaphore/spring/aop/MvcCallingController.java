package dev.semaphore.spring.aop;

import dev.semaphore.SemaphoreRegistry;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * A controller without limits of its own, which calls {@link MvcLimitedService}.
 */
@RestController
class MvcCallingController {

	private final MvcWork work;

	private final MvcLimitedService service;

	private final SemaphoreRegistry registry;

	MvcCallingController(MvcLimitedService service, SemaphoreRegistry registry, MvcWork work) {
		this.work = work;
		this.service = service;
		this.registry = registry;
	}

	private int held() {
		return this.registry.get("reports").snapshot().held();
	}

	@GetMapping("/until-response")
	public String untilResponse() {
		return this.service.untilResponse() + held();
	}

	@GetMapping("/until-response-then-throws")
	public String untilResponseThenThrows() {
		this.service.untilResponse();
		throw new NoClassDefFoundError("no such class");
	}

	@GetMapping("/until-mono-response")
	public String untilMonoResponse() {
		return this.service.monoUntilResponse().block() + held();
	}

	@GetMapping("/unused")
	public String unused() {
		this.service.callable();
		this.service.emitter();
		return "held " + held();
	}

	@GetMapping("/deferred-then-throws")
	public String deferredThenThrows() {
		this.work.start(this.service.deferred());
		throw new IllegalStateException("after the work was begun");
	}

	@GetMapping("/used-at-once")
	public String usedAtOnce() throws Exception {
		return this.service.callable().call() + held();
	}

}
