;; Emacs with lsp-mode opens a file with a leak, edits it and fixes it. The set-up in SETUP
;; is the one of docs/editors.md; FILE is the file, and leakvet is in PATH. gopls is not
;; there, as on a machine without it: leakvet serves alone.
(setq debug-on-error t
      lsp-auto-guess-root t
      lsp-enable-file-watchers nil
      lsp-response-timeout 60
      lsp-restart 'ignore
      lsp-session-file (expand-file-name "lsp-session" (file-name-directory (getenv "SETUP"))))
(package-initialize)
(require 'go-mode)
(require 'lsp-mode)
(require 'lsp-diagnostics)
(load (getenv "SETUP"))

(defun wait-for-diagnostics (count)
  "Wait until the file has COUNT diagnostics, and return them."
  (let ((limit (time-add nil 60)) all)
    (while (not (= count (length (setq all (lsp--get-buffer-diagnostics)))))
      (when (time-less-p limit nil)
        (error "Want %d diagnostics, got %S" count all))
      (accept-process-output nil 0.05))
    all))

(defun apply-action (kind)
  "Apply the first code action of KIND at point, and return its title."
  (let ((all (lsp-code-actions-at-point kind)))
    (when (= 0 (length all))
      (error "%s: %S" kind all))
    (lsp-execute-code-action (seq-elt all 0))
    (lsp-get (seq-elt all 0) :title)))

(find-file (getenv "FILE"))
(setq-local lsp-idle-delay 0)
(lsp)
(let* ((diagnostic (car (wait-for-diagnostics 1)))
       quick)
  (princ (format "%s\n" (lsp-get diagnostic :message)))
  (goto-char (point-min))
  (search-forward "os.Open")
  (setq quick (apply-action "quickfix"))
  (wait-for-diagnostics 0)
  (princ (format "%s\n" quick))
  (save-buffer))
(kill-emacs 0)
