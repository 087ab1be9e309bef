package dev.semaphore.spring.aop;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

import dev.semaphore.Permit;
import org.aopalliance.intercept.MethodInvocation;

import org.springframework.util.ClassUtils;

/**
 * Takes permits for as long as the current request lasts, whatever the method returns:
 * closing them is left to the end of the request. Where there is no request, or none any
 * more, they are as others are.
 */
final class ResponseTaking implements Taking {

	private final Taking taking;

	ResponseTaking(Taking taking) {
		this.taking = taking;
	}

	/**
	 * The style of a method whose permits are taken so.
	 */
	static ReturnStyle style(AnnotationSite site, boolean suspending) {
		ClassLoader classLoader = ResponseTaking.class.getClassLoader();
		if (!ClassUtils.isPresent("org.springframework.web.servlet.DispatcherServlet", classLoader)) {
			throw site.mistake(
					"says release = RESPONSE, but there are no responses: Spring MVC is not on the class " + "path.",
					"Remove the release, or add spring-boot-starter-webmvc.");
		}
		ReturnStyle style = ReturnStyles.find(site.method(), suspending, false);
		return (style != null) ? style : new PlainReturnStyle();
	}

	@Override
	public List<Claim> claims() {
		return this.taking.claims();
	}

	@Override
	public Permit acquire(MethodInvocation invocation, List<Object> holds) {
		RequestEnd end = CurrentRequest.end();
		if (end == null) {
			return this.taking.acquire(invocation, holds);
		}
		int size = holds.size();
		holds.addAll(end.holds());
		try {
			return lend(end, this.taking.acquire(invocation, holds));
		}
		finally {
			ThreadHolds.cut(holds, size);
		}
	}

	@Override
	public CompletableFuture<Permit> acquireAsync(MethodInvocation invocation, List<Object> holds) {
		RequestEnd end = CurrentRequest.end();
		if (end == null) {
			return this.taking.acquireAsync(invocation, holds);
		}
		List<Object> all = new ArrayList<>(holds);
		all.addAll(end.holds());
		CompletableFuture<Permit> lent = FollowedFuture.of(this.taking.acquireAsync(invocation, all),
				(permit) -> lend(end, permit), UnaryOperator.identity());
		// Who is gone while it waits leaves the queue.
		end.add(() -> lent.cancel(false));
		return lent;
	}

	private Permit lend(RequestEnd end, Permit permit) {
		return end.lend(permit, (holds) -> this.taking.hold(holds, permit));
	}

	@Override
	public void hold(List<Object> holds, Permit permit) {
		this.taking.hold(holds, (permit instanceof LentPermit lent) ? lent.permit() : permit);
	}

}
