package dev.semaphore.spring.aop;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.semaphore.Permit;
import org.aopalliance.intercept.MethodInvocation;

import org.springframework.util.ClassUtils;

/**
 * Takes permits for as long as the current request lasts, whatever the method returns:
 * closing them is left to the end of the request. Where there is no request they are as
 * others are.
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
	public Permit acquire(MethodInvocation invocation) {
		MvcRequest request = CurrentRequest.get();
		Permit permit = this.taking.acquire(invocation);
		return (request != null) ? LentPermit.until(request, permit) : permit;
	}

	@Override
	@SuppressWarnings("FutureReturnValueIgnored")
	public CompletableFuture<Permit> acquireAsync(MethodInvocation invocation, List<Object> holds) {
		MvcRequest request = CurrentRequest.get();
		CompletableFuture<Permit> acquired = this.taking.acquireAsync(invocation, holds);
		if (request == null) {
			return acquired;
		}
		CompletableFuture<Permit> lent = new CompletableFuture<>();
		acquired.whenComplete((permit, failure) -> {
			if (permit == null) {
				lent.completeExceptionally(failure);
			}
			else if (lent.isDone()) {
				permit.close();
			}
			else {
				lent.complete(LentPermit.until(request, permit));
			}
		});
		lent.whenComplete((permit, failure) -> acquired.cancel(false));
		return lent;
	}

	@Override
	public void hold(List<Object> holds, Permit permit) {
		this.taking.hold(holds, (permit instanceof LentPermit lent) ? lent.permit() : permit);
	}

}
