// Ansible's settings that have nothing to set here, by the reason. They are known, so that nobody wonders.
import type { Setting } from './model.ts'

/** A line each: name, section.key of ansible.cfg, environment variables. */
const LINES: Readonly<Record<string, string>> = {
  'plug-ins in Python are not loaded': `
    COLLECTIONS_SCAN_SYS_PATH defaults.collections_scan_sys_path ANSIBLE_COLLECTIONS_SCAN_SYS_PATH
    DOC_FRAGMENT_PLUGIN_PATH defaults.doc_fragment_plugins ANSIBLE_DOC_FRAGMENT_PLUGINS
    DEFAULT_ACTION_PLUGIN_PATH defaults.action_plugins ANSIBLE_ACTION_PLUGINS
    BECOME_PLUGIN_PATH defaults.become_plugins ANSIBLE_BECOME_PLUGINS
    DEFAULT_CACHE_PLUGIN_PATH defaults.cache_plugins ANSIBLE_CACHE_PLUGINS
    DEFAULT_CALLBACK_PLUGIN_PATH defaults.callback_plugins ANSIBLE_CALLBACK_PLUGINS
    CALLBACKS_ENABLED defaults.callback_whitelist,defaults.callbacks_enabled ANSIBLE_CALLBACK_WHITELIST,ANSIBLE_CALLBACKS_ENABLED
    DEFAULT_CLICONF_PLUGIN_PATH defaults.cliconf_plugins ANSIBLE_CLICONF_PLUGINS
    DEFAULT_CONNECTION_PLUGIN_PATH defaults.connection_plugins ANSIBLE_CONNECTION_PLUGINS
    DEFAULT_FILTER_PLUGIN_PATH defaults.filter_plugins ANSIBLE_FILTER_PLUGINS
    DEFAULT_HTTPAPI_PLUGIN_PATH defaults.httpapi_plugins ANSIBLE_HTTPAPI_PLUGINS
    DEFAULT_INVENTORY_PLUGIN_PATH defaults.inventory_plugins ANSIBLE_INVENTORY_PLUGINS
    DEFAULT_JINJA2_EXTENSIONS defaults.jinja2_extensions ANSIBLE_JINJA2_EXTENSIONS
    DEFAULT_LOAD_CALLBACK_PLUGINS defaults.bin_ansible_callbacks ANSIBLE_LOAD_CALLBACK_PLUGINS
    DEFAULT_LOOKUP_PLUGIN_PATH defaults.lookup_plugins ANSIBLE_LOOKUP_PLUGINS
    DEFAULT_MODULE_UTILS_PATH defaults.module_utils ANSIBLE_MODULE_UTILS
    DEFAULT_NETCONF_PLUGIN_PATH defaults.netconf_plugins ANSIBLE_NETCONF_PLUGINS
    DEFAULT_STRATEGY_PLUGIN_PATH defaults.strategy_plugins ANSIBLE_STRATEGY_PLUGINS
    DEFAULT_TERMINAL_PLUGIN_PATH defaults.terminal_plugins ANSIBLE_TERMINAL_PLUGINS
    DEFAULT_TEST_PLUGIN_PATH defaults.test_plugins ANSIBLE_TEST_PLUGINS
    DEFAULT_VARS_PLUGIN_PATH defaults.vars_plugins ANSIBLE_VARS_PLUGINS
    INVENTORY_ENABLED inventory.enable_plugins ANSIBLE_INVENTORY_ENABLED
    MODULE_IGNORE_EXTS defaults.module_ignore_exts ANSIBLE_MODULE_IGNORE_EXTS
    OLD_PLUGIN_CACHE_CLEARING defaults.old_plugin_cache_clear ANSIBLE_OLD_PLUGIN_CACHE_CLEAR
    PLUGIN_FILTERS_CFG defaults.plugin_filters_cfg -
    RUN_VARS_PLUGINS defaults.run_vars_plugins ANSIBLE_RUN_VARS_PLUGINS
    VARIABLE_PLUGINS_ENABLED defaults.vars_plugins_enabled ANSIBLE_VARS_ENABLED
    VARS_PLUGIN_STAGE vars_host_group_vars.stage ANSIBLE_VARS_PLUGIN_STAGE
  `,
  'hosts need no Python': `
    DEFAULT_EXECUTABLE defaults.executable ANSIBLE_EXECUTABLE
    DEFAULT_KEEP_REMOTE_FILES defaults.keep_remote_files ANSIBLE_KEEP_REMOTE_FILES
    DEFAULT_LOCAL_TMP defaults.local_tmp ANSIBLE_LOCAL_TEMP
    DEFAULT_MODULE_COMPRESSION defaults.module_compression -
    INTERPRETER_PYTHON defaults.interpreter_python ANSIBLE_PYTHON_INTERPRETER
    PYTHON_MODULE_RLIMIT_NOFILE defaults.python_module_rlimit_nofile ANSIBLE_PYTHON_MODULE_RLIMIT_NOFILE
    REMOTE_TMP defaults.remote_tmp ANSIBLE_REMOTE_TEMP,ANSIBLE_REMOTE_TMP
    SYSTEM_TMPDIRS defaults.system_tmpdirs ANSIBLE_SYSTEM_TMPDIRS
    COMMON_REMOTE_GROUP defaults.common_remote_group ANSIBLE_COMMON_REMOTE_GROUP
    ADMIN_USERS defaults.admin_users ANSIBLE_ADMIN_USERS
    SHELL_ALLOW_WORLD_READABLE_TEMP defaults.allow_world_readable_tmpfiles ANSIBLE_SHELL_ALLOW_WORLD_READABLE_TEMP
  `,
  'everything travels over one connection, always pipelined': `
    ANSIBLE_PIPELINING defaults.pipelining,connection.pipelining,ssh_connection.pipelining ANSIBLE_PIPELINING,ANSIBLE_SSH_PIPELINING
    PARAMIKO_HOST_KEY_AUTO_ADD paramiko_connection.host_key_auto_add ANSIBLE_PARAMIKO_HOST_KEY_AUTO_ADD
    PARAMIKO_LOOK_FOR_KEYS paramiko_connection.look_for_keys ANSIBLE_PARAMIKO_LOOK_FOR_KEYS
    SSH_TRANSFER_METHOD ssh_connection.transfer_method ANSIBLE_SSH_TRANSFER_METHOD
    SCP_IF_SSH ssh_connection.scp_if_ssh ANSIBLE_SCP_IF_SSH
    SFTP_BATCH_MODE ssh_connection.sftp_batch_mode ANSIBLE_SFTP_BATCH_MODE
    SCP_EXTRA_ARGS ssh_connection.scp_extra_args ANSIBLE_SCP_EXTRA_ARGS
    SFTP_EXTRA_ARGS ssh_connection.sftp_extra_args ANSIBLE_SFTP_EXTRA_ARGS
    SCP_EXECUTABLE ssh_connection.scp_executable ANSIBLE_SCP_EXECUTABLE
    SFTP_EXECUTABLE ssh_connection.sftp_executable ANSIBLE_SFTP_EXECUTABLE
    SSH_EXECUTABLE ssh_connection.ssh_executable ANSIBLE_SSH_EXECUTABLE
    SSH_CONTROL_PATH ssh_connection.control_path ANSIBLE_SSH_CONTROL_PATH
    SSH_CONTROL_PATH_DIR ssh_connection.control_path_dir ANSIBLE_SSH_CONTROL_PATH_DIR
    SSH_USETTY ssh_connection.usetty ANSIBLE_SSH_USETTY
    SSH_RETRIES connection.retries,ssh_connection.retries ANSIBLE_SSH_RETRIES
    SSHPASS_PROMPT ssh_connection.sshpass_prompt ANSIBLE_SSHPASS_PROMPT
  `,
  'devices that are no hosts with a shell are not managed': `
    ANSIBLE_CONNECTION_PATH persistent_connection.ansible_connection_path ANSIBLE_CONNECTION_PATH
    FACTS_MODULES defaults.facts_modules ANSIBLE_FACTS_MODULES
    NETWORK_GROUP_MODULES defaults.network_group_modules ANSIBLE_NETWORK_GROUP_MODULES
    PERSISTENT_CONTROL_PATH_DIR persistent_connection.control_path_dir ANSIBLE_PERSISTENT_CONTROL_PATH_DIR
    PERSISTENT_CONNECT_TIMEOUT persistent_connection.connect_timeout ANSIBLE_PERSISTENT_CONNECT_TIMEOUT
    PERSISTENT_CONNECT_RETRY_TIMEOUT persistent_connection.connect_retry_timeout ANSIBLE_PERSISTENT_CONNECT_RETRY_TIMEOUT
    PERSISTENT_COMMAND_TIMEOUT persistent_connection.command_timeout ANSIBLE_PERSISTENT_COMMAND_TIMEOUT
    USE_PERSISTENT_CONNECTIONS defaults.use_persistent_connections ANSIBLE_USE_PERSISTENT_CONNECTIONS
    WIN_ASYNC_STARTUP_TIMEOUT defaults.win_async_startup_timeout ANSIBLE_WIN_ASYNC_STARTUP_TIMEOUT
    NETCONF_SSH_CONFIG netconf_connection.ssh_config ANSIBLE_NETCONF_SSH_CONFIG
  `,
  'facts and inventories are kept for one run only': `
    CACHE_PLUGIN defaults.fact_caching ANSIBLE_CACHE_PLUGIN
    CACHE_PLUGIN_CONNECTION defaults.fact_caching_connection ANSIBLE_CACHE_PLUGIN_CONNECTION
    CACHE_PLUGIN_PREFIX defaults.fact_caching_prefix ANSIBLE_CACHE_PLUGIN_PREFIX
    CACHE_PLUGIN_TIMEOUT defaults.fact_caching_timeout ANSIBLE_CACHE_PLUGIN_TIMEOUT
    INVENTORY_CACHE_ENABLED inventory.cache ANSIBLE_INVENTORY_CACHE
    INVENTORY_CACHE_PLUGIN inventory.cache_plugin ANSIBLE_INVENTORY_CACHE_PLUGIN
    INVENTORY_CACHE_PLUGIN_CONNECTION inventory.cache_connection ANSIBLE_INVENTORY_CACHE_CONNECTION
    INVENTORY_CACHE_PLUGIN_PREFIX inventory.cache_prefix ANSIBLE_INVENTORY_CACHE_PLUGIN_PREFIX
    INVENTORY_CACHE_TIMEOUT inventory.cache_timeout ANSIBLE_INVENTORY_CACHE_TIMEOUT
  `,
  'collections and roles are not fetched': `
    COLLECTIONS_ON_ANSIBLE_VERSION_MISMATCH defaults.collections_on_ansible_version_mismatch ANSIBLE_COLLECTIONS_ON_ANSIBLE_VERSION_MISMATCH
    GALAXY_IGNORE_CERTS galaxy.ignore_certs ANSIBLE_GALAXY_IGNORE
    GALAXY_ROLE_SKELETON galaxy.role_skeleton ANSIBLE_GALAXY_ROLE_SKELETON
    GALAXY_ROLE_SKELETON_IGNORE galaxy.role_skeleton_ignore ANSIBLE_GALAXY_ROLE_SKELETON_IGNORE
    GALAXY_COLLECTION_SKELETON galaxy.collection_skeleton ANSIBLE_GALAXY_COLLECTION_SKELETON
    GALAXY_COLLECTION_SKELETON_IGNORE galaxy.collection_skeleton_ignore ANSIBLE_GALAXY_COLLECTION_SKELETON_IGNORE
    GALAXY_SERVER galaxy.server ANSIBLE_GALAXY_SERVER
    GALAXY_SERVER_LIST galaxy.server_list ANSIBLE_GALAXY_SERVER_LIST
    GALAXY_TOKEN_PATH galaxy.token_path ANSIBLE_GALAXY_TOKEN_PATH
    GALAXY_DISPLAY_PROGRESS galaxy.display_progress ANSIBLE_GALAXY_DISPLAY_PROGRESS
    GALAXY_CACHE_DIR galaxy.cache_dir ANSIBLE_GALAXY_CACHE_DIR
    GALAXY_DISABLE_GPG_VERIFY galaxy.disable_gpg_verify ANSIBLE_GALAXY_DISABLE_GPG_VERIFY
    GALAXY_GPG_KEYRING galaxy.gpg_keyring ANSIBLE_GALAXY_GPG_KEYRING
    GALAXY_IGNORE_INVALID_SIGNATURE_STATUS_CODES galaxy.ignore_signature_status_codes ANSIBLE_GALAXY_IGNORE_SIGNATURE_STATUS_CODES
    GALAXY_REQUIRED_VALID_SIGNATURE_COUNT galaxy.required_valid_signature_count ANSIBLE_GALAXY_REQUIRED_VALID_SIGNATURE_COUNT
    VALIDATE_ACTION_GROUP_METADATA defaults.validate_action_group_metadata ANSIBLE_VALIDATE_ACTION_GROUP_METADATA
  `,
  'there are no cows': `
    ANSIBLE_COW_SELECTION defaults.cow_selection ANSIBLE_COW_SELECTION
    ANSIBLE_COW_ACCEPTLIST defaults.cow_whitelist,defaults.cowsay_enabled_stencils ANSIBLE_COW_WHITELIST,ANSIBLE_COW_ACCEPTLIST
    ANSIBLE_NOCOWS defaults.nocows ANSIBLE_NOCOWS
    ANSIBLE_COW_PATH defaults.cowpath ANSIBLE_COW_PATH
  `,
  'colours are those of the terminal': `
    COLOR_CHANGED colors.changed ANSIBLE_COLOR_CHANGED
    COLOR_CONSOLE_PROMPT colors.console_prompt ANSIBLE_COLOR_CONSOLE_PROMPT
    COLOR_DEBUG colors.debug ANSIBLE_COLOR_DEBUG
    COLOR_DEPRECATE colors.deprecate ANSIBLE_COLOR_DEPRECATE
    COLOR_DIFF_ADD colors.diff_add ANSIBLE_COLOR_DIFF_ADD
    COLOR_DIFF_LINES colors.diff_lines ANSIBLE_COLOR_DIFF_LINES
    COLOR_DIFF_REMOVE colors.diff_remove ANSIBLE_COLOR_DIFF_REMOVE
    COLOR_ERROR colors.error ANSIBLE_COLOR_ERROR
    COLOR_HIGHLIGHT colors.highlight ANSIBLE_COLOR_HIGHLIGHT
    COLOR_OK colors.ok ANSIBLE_COLOR_OK
    COLOR_SKIP colors.skip ANSIBLE_COLOR_SKIP
    COLOR_UNREACHABLE colors.unreachable ANSIBLE_COLOR_UNREACHABLE
    COLOR_VERBOSE colors.verbose ANSIBLE_COLOR_VERBOSE
    COLOR_WARN colors.warn ANSIBLE_COLOR_WARN
  `,
  'this is always a mistake, found before the run': `
    DUPLICATE_YAML_DICT_KEY defaults.duplicate_dict_key ANSIBLE_DUPLICATE_YAML_DICT_KEY
    DEFAULT_UNDEFINED_VAR_BEHAVIOR defaults.error_on_undefined_vars ANSIBLE_ERROR_ON_UNDEFINED_VARS
    ERROR_ON_MISSING_HANDLER defaults.error_on_missing_handler ANSIBLE_ERROR_ON_MISSING_HANDLER
    INVALID_TASK_ATTRIBUTE_FAILED defaults.invalid_task_attribute_failed ANSIBLE_INVALID_TASK_ATTRIBUTE_FAILED
    INVENTORY_ANY_UNPARSED_IS_FAILED inventory.any_unparsed_is_failed ANSIBLE_INVENTORY_ANY_UNPARSED_IS_FAILED
    INVENTORY_UNPARSED_IS_FAILED inventory.unparsed_is_failed ANSIBLE_INVENTORY_UNPARSED_FAILED
  `,
  'a pattern that matches no host is a warning': `
    HOST_PATTERN_MISMATCH inventory.host_pattern_mismatch ANSIBLE_HOST_PATTERN_MISMATCH
  `,
  'nothing of the kind is said or kept': `
    DEPRECATION_WARNINGS defaults.deprecation_warnings ANSIBLE_DEPRECATION_WARNINGS
    INVENTORY_UNPARSED_WARNING inventory.inventory_unparsed_warning ANSIBLE_INVENTORY_UNPARSED_WARNING
    LOCALHOST_WARNING defaults.localhost_warning ANSIBLE_LOCALHOST_WARNING
    ACTION_WARNINGS defaults.action_warnings ANSIBLE_ACTION_WARNINGS
    DEFAULT_DEBUG defaults.debug ANSIBLE_DEBUG
    DEFAULT_LOG_PATH defaults.log_path ANSIBLE_LOG_PATH
    DEFAULT_LOG_FILTER defaults.log_filter ANSIBLE_LOG_FILTER
    DEFAULT_NO_TARGET_SYSLOG defaults.no_target_syslog ANSIBLE_NO_TARGET_SYSLOG
    DEFAULT_SYSLOG_FACILITY defaults.syslog_facility ANSIBLE_SYSLOG_FACILITY
    DEVEL_WARNING defaults.devel_warning ANSIBLE_DEVEL_WARNING
    DISPLAY_ARGS_TO_STDOUT defaults.display_args_to_stdout ANSIBLE_DISPLAY_ARGS_TO_STDOUT
    DOCSITE_ROOT_URL defaults.docsite_root_url -
    JINJA2_NATIVE_WARNING defaults.jinja2_native_warning ANSIBLE_JINJA2_NATIVE_WARNING
    SYSTEM_WARNINGS defaults.system_warnings ANSIBLE_SYSTEM_WARNINGS
    STRING_CONVERSION_ACTION defaults.string_conversion_action ANSIBLE_STRING_CONVERSION_ACTION
    VERBOSE_TO_STDERR defaults.verbose_to_stderr ANSIBLE_VERBOSE_TO_STDERR
    COMMAND_WARNINGS defaults.command_warnings ANSIBLE_COMMAND_WARNINGS
    CALLBACK_FORMAT_PRETTY defaults.callback_format_pretty ANSIBLE_CALLBACK_FORMAT_PRETTY
  `,
  'it works in another way here': `
    ANSIBLE_HOME defaults.home ANSIBLE_HOME
    BECOME_ALLOW_SAME_USER privilege_escalation.become_allow_same_user ANSIBLE_BECOME_ALLOW_SAME_USER
    AGNOSTIC_BECOME_PROMPT privilege_escalation.agnostic_become_prompt ANSIBLE_AGNOSTIC_BECOME_PROMPT
    DEFAULT_ALLOW_UNSAFE_LOOKUPS defaults.allow_unsafe_lookups -
    DEFAULT_GATHER_TIMEOUT defaults.gather_timeout ANSIBLE_GATHER_TIMEOUT
    DEFAULT_INTERNAL_POLL_INTERVAL defaults.internal_poll_interval -
    DEFAULT_LIBVIRT_LXC_NOSECLABEL selinux.libvirt_lxc_noseclabel ANSIBLE_LIBVIRT_LXC_NOSECLABEL
    DEFAULT_NULL_REPRESENTATION defaults.null_representation ANSIBLE_NULL_REPRESENTATION
    DEFAULT_SELINUX_SPECIAL_FS selinux.special_context_filesystems ANSIBLE_SELINUX_SPECIAL_FS
    ENABLE_TASK_DEBUGGER defaults.enable_task_debugger ANSIBLE_ENABLE_TASK_DEBUGGER
    TASK_DEBUGGER_IGNORE_ERRORS defaults.task_debugger_ignore_errors ANSIBLE_TASK_DEBUGGER_IGNORE_ERRORS
    DEFAULT_SU defaults.su ANSIBLE_SU
    DIFF_CONTEXT diff.context ANSIBLE_DIFF_CONTEXT
    MAX_FILE_SIZE_FOR_DIFF defaults.max_diff_size ANSIBLE_MAX_DIFF_SIZE
    PLAYBOOK_VARS_ROOT defaults.playbook_vars_root ANSIBLE_PLAYBOOK_VARS_ROOT
    STRING_TYPE_FILTERS jinja2.dont_type_filters ANSIBLE_STRING_TYPE_FILTERS
    WORKER_SHUTDOWN_POLL_COUNT - ANSIBLE_WORKER_SHUTDOWN_POLL_COUNT
    WORKER_SHUTDOWN_POLL_DELAY - ANSIBLE_WORKER_SHUTDOWN_POLL_DELAY
    VARIABLE_PRECEDENCE defaults.precedence ANSIBLE_PRECEDENCE
    YAML_FILENAME_EXTENSIONS defaults.yaml_valid_extensions ANSIBLE_YAML_FILENAME_EXT
  `,
}

const names = (text: string): readonly string[] => (text === '-' ? [] : text.split(','))

/** Their rows. */
export const IDLE: Readonly<Record<string, Setting>> = Object.fromEntries(
  Object.entries(LINES).flatMap(([about, lines]) =>
    lines
      .trim()
      .split('\n')
      .map(line => {
        const [name = '', ini = '-', env = '-'] = line.trim().split(' ')
        return [name, { kind: 'text', ini: names(ini), env: names(env), about, idle: true }]
      }),
  ),
)
