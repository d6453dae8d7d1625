def raises(*_, **__):
    pass
