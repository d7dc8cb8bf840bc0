-- Neovim opens a file with a leak, edits it and fixes it. The set-up in SETUP is the
-- one of docs/editors.md; FILE is the file, and leakvet is in PATH.

-- Debian's Neovim is older than vim.lsp.start.
if not vim.lsp.start then
  vim.lsp.start = function(config)
    local buffer = vim.api.nvim_get_current_buf()
    vim.lsp.buf_attach_client(buffer, vim.lsp.start_client(config))
  end
end

local function fail(...)
  io.stderr:write(string.format(...) .. '\n')
  vim.cmd('cquit')
end

local function diagnostics(count)
  if not vim.wait(60000, function() return #vim.diagnostic.get(0) == count end, 20) then
    fail('want %d diagnostics, got %s', count, vim.inspect(vim.diagnostic.get(0)))
  end
  return vim.diagnostic.get(0)
end

local function text()
  return table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\n')
end

-- apply asks for the actions of a kind at a line and applies the first.
local function apply(kind, line)
  local responses = vim.lsp.buf_request_sync(0, 'textDocument/codeAction', {
    textDocument = vim.lsp.util.make_text_document_params(),
    range = { start = { line = line, character = 0 }, ['end'] = { line = line, character = 99 } },
    context = { diagnostics = {}, only = { kind } },
  }, 60000)
  for _, response in pairs(responses or {}) do
    if response.result and #response.result > 0 then
      vim.lsp.util.apply_workspace_edit(response.result[1].edit, 'utf-16')
      return response.result[1].title
    end
  end
  fail('no action %s: %s', kind, vim.inspect(responses))
end

local ok, err = pcall(function()
  vim.cmd('filetype on')
  vim.cmd('source ' .. vim.env.SETUP)
  vim.cmd('edit ' .. vim.env.FILE)
  local leak = text()

  local d = diagnostics(1)[1]
  local related = d.user_data.lsp.relatedInformation
  print(d.source, d.lnum, d.col, d.message, related[#related].message)

  local quick = apply('quickfix', d.lnum)
  diagnostics(0) -- and nothing is saved
  local mended = text()
  vim.cmd('undo')
  if text() ~= leak then fail('undo leaves\n%s', text()) end
  diagnostics(1)
  local all = apply('source.fixAll', 0)
  diagnostics(0)
  if text() ~= mended then fail('%s makes\n%s', all, text()) end
  print(quick, all)
  vim.cmd('write')
end)
if not ok then fail('%s', err) end
vim.cmd('qall!')
