package dev.semaphore.spring.aop;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.asm.ClassVisitor;
import org.springframework.asm.Handle;
import org.springframework.asm.MethodVisitor;
import org.springframework.asm.Opcodes;
import org.springframework.asm.SpringAsmInfo;
import org.springframework.asm.Type;

/**
 * Finds calls of a class's own methods whose receiver can only be {@code this}: in
 * methods that never see another object of the class. A method that does, say its own
 * proxy in a field, is left alone, since which of them it calls would be a guess.
 */
final class SelfCallVisitor extends ClassVisitor {

	private final Type self;

	private final Map<String, Method> guarded;

	private final Set<SelfCall> found = new LinkedHashSet<>();

	/**
	 * Creates a visitor.
	 * @param type the class
	 * @param guarded the methods to look for, by name and descriptor
	 */
	SelfCallVisitor(Class<?> type, Map<String, Method> guarded) {
		super(SpringAsmInfo.ASM_VERSION);
		this.self = Type.getType(type);
		this.guarded = guarded;
	}

	Set<SelfCall> found() {
		return this.found;
	}

	@Override
	public @Nullable MethodVisitor visitMethod(int access, String name, String descriptor, @Nullable String signature,
			String @Nullable [] exceptions) {
		boolean hasThis = (access & (Opcodes.ACC_STATIC | Opcodes.ACC_BRIDGE)) == 0;
		boolean given = Arrays.asList(Type.getArgumentTypes(descriptor)).contains(this.self);
		return (hasThis && !given) ? new BodyVisitor(written(name)) : null;
	}

	/** The method that was written: lambdas are methods of their own. */
	private static String written(String name) {
		String[] parts = name.split("\\$");
		return (parts.length == 3 && parts[0].equals("lambda")) ? parts[1] : name;
	}

	/**
	 * Looks at one method.
	 */
	private final class BodyVisitor extends MethodVisitor {

		private final String caller;

		private final Set<SelfCall> calls = new LinkedHashSet<>();

		private boolean seesOthers;

		private BodyVisitor(String caller) {
			super(SpringAsmInfo.ASM_VERSION);
			this.caller = caller;
		}

		@Override
		public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
			this.seesOthers |= isSelf(Type.getReturnType(descriptor));
			if (opcode == Opcodes.INVOKEVIRTUAL) {
				called(owner, name, descriptor);
			}
		}

		@Override
		public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap, Object... arguments) {
			for (Object argument : arguments) {
				if (argument instanceof Handle handle && handle.getTag() == Opcodes.H_INVOKEVIRTUAL) {
					called(handle.getOwner(), handle.getName(), handle.getDesc());
				}
			}
		}

		private void called(String owner, String name, String descriptor) {
			Method method = SelfCallVisitor.this.guarded.get(name + descriptor);
			if (method != null && owner.equals(SelfCallVisitor.this.self.getInternalName())) {
				this.calls.add(new SelfCall(this.caller, method));
			}
		}

		@Override
		public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
			this.seesOthers |= isSelf(Type.getType(descriptor));
		}

		@Override
		public void visitTypeInsn(int opcode, String type) {
			this.seesOthers |= isSelf(Type.getObjectType(type));
		}

		@Override
		public void visitEnd() {
			if (!this.seesOthers) {
				SelfCallVisitor.this.found.addAll(this.calls);
			}
		}

		private boolean isSelf(Type type) {
			return type.equals(SelfCallVisitor.this.self);
		}

	}

}
