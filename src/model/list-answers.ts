// What questions for everything of a sort are answered with: all packages, all services.

/** A package as its manager lists it; rpm knows of release and epoch, apt of category and origin. */
export type ListedPackage = {
  readonly name: string
  readonly version: string
  readonly arch?: string | null
  readonly release?: string
  readonly epoch?: number | null
  readonly category?: string
  readonly origin?: string
}

/** `package-list MANAGER`; absent where the host has no such manager. */
export type PackageListAnswer = { readonly packages: readonly ListedPackage[] }

/** A service in Ansible's words. */
export type ListedService = {
  readonly name: string
  /** running, stopped; what systemd says of units that it has not loaded. */
  readonly state: string
  /** enabled, disabled, static…; not-found, masked or failed where that is so. */
  readonly status?: string
  /** Of OpenRC; null where it is in none. */
  readonly runlevels?: readonly string[] | null
  readonly source: 'systemd' | 'sysv' | 'openrc'
}

/** `service-list all`. */
export type ServiceListAnswer = { readonly services: readonly ListedService[] }
